"""One transaction with a repository for each concept."""

from sqlalchemy.orm import Session as OrmSession

from masklet.store.classes import ClassRepository
from masklet.store.effects import EffectRepository
from masklet.store.events import EventRepository
from masklet.store.history import HistoryRepository
from masklet.store.jobs import JobRepository
from masklet.store.masks import MaskRepository
from masklet.store.objects import ObjectRepository
from masklet.store.prompts import PromptRepository
from masklet.store.sessions import SessionRepository
from masklet.store.shares import ShareRepository
from masklet.store.trash import TrashRepository
from masklet.store.videos import VideoRepository


class Transaction:
    """What can be read and written together. Lives as long as the block of `Database.read` or `write`."""

    def __init__(self, session: OrmSession) -> None:
        self.videos = VideoRepository(session)
        self.sessions = SessionRepository(session)
        self.shares = ShareRepository(session)
        self.classes = ClassRepository(session)
        self.objects = ObjectRepository(session)
        self.effects = EffectRepository(session)
        self.prompts = PromptRepository(session)
        self.masks = MaskRepository(session)
        self.jobs = JobRepository(session)
        self.events = EventRepository(session)
        self.history = HistoryRepository(session)
        self.trash = TrashRepository(session)
