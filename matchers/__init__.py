"""Plan, claims and evidence become findings. Pure functions; this room imports only `extractors.model`."""
