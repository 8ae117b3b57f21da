"""Smiles and hands on faces that are hard to see: beards, dim light, headsets, glasses, small pictures."""
