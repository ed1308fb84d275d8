"""What the assistant knows: the plan and its rules as data, announcements, places, language, settings."""
