"""The council and its committees, wards, groups and memberships."""
