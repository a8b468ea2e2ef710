"""The fortnightly readiness meetings: their dates, agenda, pack, decisions and minutes."""
