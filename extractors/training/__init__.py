"""How the field ranker is made: needs scikit-learn, which the program itself does not."""
