"""What a release says about itself: DCAT-AP-NL, VoID, Service Description, DQV, in the graph `dataset`."""
