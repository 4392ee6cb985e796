"""Packages of interventions: the smallest that cover chosen factors, and why."""
