"""Clips in which the spoken language is hard to tell, and what is transcribed in them."""
