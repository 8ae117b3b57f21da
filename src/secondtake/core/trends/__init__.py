"""Sessions and takes compared over time: trends, steps, confounds, habit status."""
