"""Defects that failing simulations prevented."""

from collections.abc import Iterator

from bot.demo_data.chance import Chance, mix
from bot.demo_data.company import Company
from bot.demo_data.line import Line, Moment
from bot.demo_data.simulations import Simulation

PREVENTED = 0.12
SEVERITIES = mix(low=30, medium=45, high=20, critical=5)


def defect_lines(company: Company, ran: tuple[Simulation, ...]) -> Iterator[Line]:
    """Yield the defects that failures prevented, each reported some days after its simulation.

    A simulation whose line comes late is not named: nothing refers to what only follows at the file's end.
    """
    chance, made, outage = Chance(f"{company.org.slug} defects 54"), 0, company.history.on("2026-04-07")
    for simulation in ran:
        if simulation.verdict != "failed" or not chance.happens(PREVENTED):
            continue
        made += 1
        day = simulation.moment.after(86_400 * (1 + chance.poisson(2))).day
        moment = Moment(day, chance.daytime())
        if day <= company.history.end:
            yield company.org.event(
                "defect.prevented",
                f"d-{made}",
                moment,
                project=simulation.run.project,
                defect=f"def-{made}",
                simulation=None if simulation.moment.day == outage else simulation.id,
                severity=chance.pick(SEVERITIES),
            )
