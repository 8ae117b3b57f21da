"""The parts of an answer: context, action, result, and talk that tells no occasion. English only."""
