"""The web page, served by Streamlit."""
