// What a look at a page asks of it besides axe: its shape, which rows repeat others, and which
// combinations of colours its texts have. Put into the page by accessibility.py.
window.looking = (() => {
  const clear = /rgba\(0, 0, 0, 0\)|transparent/;
  const writes = new Set(["INPUT", "SELECT", "TEXTAREA"]);
  let away = [];
  let looks = new Map();

  const everything = () => [...document.body.querySelectorAll("*")];

  const hasWords = element =>
    [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());

  const shapeOf = (element, shapes) => {
    const inside = [...element.children].map(child => shapeOf(child, shapes)).join();
    const names = [...element.attributes].map(attribute => attribute.name).sort().join(" ");
    const own = [element.tagName, element.className, element.type, element.getAttribute("role")];
    const shape = `${own.join(".")} ${names} ${hasWords(element)}[${inside}]`;
    shapes.set(element, shape);
    return shape;
  };

  const findRepeated = (element, shapes, found) => {
    const seen = new Map();
    for (const child of element.children) {
      const shape = shapes.get(child);
      seen.set(shape, (seen.get(shape) || 0) + 1);
      if (seen.get(shape) > 3) found.push(child);
      else findRepeated(child, shapes, found);
    }
    return found;
  };

  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const {backgroundColor} = getComputedStyle(e);
      if (!clear.test(backgroundColor)) return backgroundColor;
    }
    return "white";
  };

  // Contrast is a matter of three things: the colour of a text, that of what lies behind it,
  // and whether it is large. Nothing of ours lies upon a picture or a gradient.
  const lookOf = element => {
    if (!element.checkVisibility()) return "";
    const {color, fontSize, fontWeight} = getComputedStyle(element);
    const large = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
    return [color, behind(element), large, element.disabled === true].join();
  };

  const hasText = element => writes.has(element.tagName) || hasWords(element);

  return {
    // The rows of a long table are of a few shapes: three of each that stand side by side stay.
    takeRepeatedAway() {
      const shapes = new Map();
      shapeOf(document.body, shapes);
      away = findRepeated(document.body, shapes, []).map(element => {
        const place = document.createComment("");
        element.replaceWith(place);
        return [place, element];
      });
    },
    putBack() {
      away.forEach(([place, element]) => place.replaceWith(element));
      away = [];
    },
    // What the page is made of, whatever it says.
    tellShape() {
      return shapeOf(document.body, new Map());
    },
    noteLooks() {
      looks = new Map(everything().map(element => [element, lookOf(element)]));
    },
    listLooks() {
      return [...new Set(everything().filter(hasText).map(lookOf))].filter(look => look);
    },
    // A text of each of these looks.
    findTexts(wanted) {
      const texts = new Map();
      for (const element of everything().filter(hasText)) {
        const look = lookOf(element);
        if (wanted.includes(look) && !texts.has(look)) texts.set(look, element);
      }
      return [...texts.values()];
    },
    findChanged() {
      return everything().filter(e => lookOf(e) && lookOf(e) !== looks.get(e));
    },
  };
})();
