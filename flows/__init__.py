"""What runs, and when; the command line. The only room that imports Prefect."""
