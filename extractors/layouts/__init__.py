"""Documents laid out alike: how they are known again, and what agreed values of earlier ones teach."""
