"""Signal processing on series: hysteresis, rolling statistics, windows, oscillations, resting levels."""
