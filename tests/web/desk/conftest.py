from tests.factories.notices import MONDAY
from tests.web.running import running_from

running, runtime = running_from(MONDAY)
