"""A teacher: a depth network that somebody else trained, asked about plates or about every frame."""

from diptych.scene.data.taught import TaughtDepth
from diptych.scene.data.teacher.asking import Teacher, TeacherOptions, load
from diptych.scene.data.teacher.frames import label_frames
from diptych.scene.data.teacher.plates import label_plates

__all__ = ["TaughtDepth", "Teacher", "TeacherOptions", "label_frames", "label_plates", "load"]
