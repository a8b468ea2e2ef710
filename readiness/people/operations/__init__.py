"""Changes to people, posts, absences and sign-ins."""

from readiness.people.operations.accounts import (
    add_person,
    change_own_password,
    change_person,
    end_all_sign_ins,
    read_address,
    read_name,
    set_password,
)
from readiness.people.operations.checks import check_may_manage, check_still_manages
from readiness.people.operations.posts import (
    add_absence,
    fill_post,
    remove_absence,
)
from readiness.people.operations.seats import (
    check_may_fill,
    check_may_set_password,
    list_candidates,
    list_sendable,
    may_call_back,
    may_fill,
    may_set_password,
)
from readiness.people.operations.sign_ins import (
    VerifiedPair,
    begin_sign_in,
    end_sign_in,
    hash_token,
    verify_pair,
)

__all__ = [
    "VerifiedPair",
    "add_absence",
    "add_person",
    "begin_sign_in",
    "change_own_password",
    "change_person",
    "check_may_fill",
    "check_may_manage",
    "check_may_set_password",
    "check_still_manages",
    "end_all_sign_ins",
    "end_sign_in",
    "fill_post",
    "hash_token",
    "list_candidates",
    "list_sendable",
    "may_call_back",
    "may_fill",
    "may_set_password",
    "read_address",
    "read_name",
    "remove_absence",
    "set_password",
    "verify_pair",
]
