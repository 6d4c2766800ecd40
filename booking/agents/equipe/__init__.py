"""/agents/equipe/: the people of the territoire, written, stopped and taken back by a référent."""
