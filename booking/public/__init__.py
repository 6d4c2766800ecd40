"""The usager's face: the booking journey, then "Mon rendez-vous"."""
