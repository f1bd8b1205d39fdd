"""``flask people``: the first administrator, and people when the site cannot be reached."""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlmodel import Session

from localoffer.commands.saying import plainly
from localoffer.db.migrate import require_current
from localoffer.errors import NotFound
from localoffer.publishing import people
from localoffer.publishing.invitations import LIFE, invite
from localoffer.publishing.permissions import system
from localoffer.records.people import PROVIDER, ROLES, Person
from localoffer.records.people_queries import active_people, memberships_of, open_invitations, person_by_email, roles_of
from localoffer.web.letters import whole_url
from localoffer.web.site import site

group = AppGroup("people", help="People who may sign in.")
COMMAND_LINE = system("The command line")
role_choice = click.Choice(ROLES)


@group.command("add")
@click.argument("email")
@click.option("--name", default="", help="Their name; they can change it.")
@click.option("--role", type=role_choice, required=True)
@click.option("--organisation", help="The slug of a provider’s organisation.")
@plainly
def add(email: str, name: str, role: str, organisation: str | None) -> None:
    """Invite EMAIL and print the link. Give it to nobody else: whoever opens it first chooses the password."""
    require_current(site().database)
    with site().database.transaction() as session:
        invitation, token = invite(
            session, COMMAND_LINE, email=email, name=name, role=role, organisation=organisation
        )  # fmt: skip
        invited = invitation.email
    link = whole_url("invitations.show", token=token)
    click.echo(f"{invited} may use this link once, within {LIFE.days} days:\n{link}")


@group.command("role")
@click.argument("email")
@click.argument("role", type=role_choice)
@plainly
def change_role(email: str, role: str) -> None:
    """Give the person with EMAIL another role."""
    require_current(site().database)
    with site().database.transaction() as session:
        person = _find(session, email)
        people.change_role(session, COMMAND_LINE, person, role)
        said = f"{person.name} has the role {role} now."
        lost = role == PROVIDER and not memberships_of(session, person.id or 0)
    click.echo(said + (" They belong to no organisation, so they can change no page." if lost else ""))


@group.command("remove")
@click.argument("email")
@plainly
def remove(email: str) -> None:
    """Shut out the person with EMAIL and end their sessions. What they did stays in the history."""
    require_current(site().database)
    with site().database.transaction() as session:
        person = _find(session, email)
        alone = people.remove(session, COMMAND_LINE, person)
        said = f"{person.name} can no longer sign in."
    click.echo(said)
    for organisation in alone:
        click.echo(f"Nobody keeps the pages of {organisation} now.")


@group.command("list")
@plainly
def list_people() -> None:
    """Everybody who may sign in, and who is invited."""
    require_current(site().database)
    with site().database.session() as session:
        everybody = active_people(session)
        roles = roles_of(session, [person.id or 0 for person in everybody])
        for person in everybody:
            organisations = ", ".join(each.organisation for each in memberships_of(session, person.id or 0))
            click.echo("  ".join(filter(None, (roles[person.id or 0], person.email, person.name, organisations))))
        for invitation in open_invitations(session):
            click.echo(f"{invitation.role}  {invitation.email}  (invited)")
        if not everybody:
            click.echo("Nobody can sign in yet. Run `flask people add EMAIL --role admin`.", err=True)


def _find(session: Session, email: str) -> Person:
    person = person_by_email(session, people.checked_email(email))
    if person is None:
        raise NotFound(f"Nobody has the e-mail address {email}.")
    return person


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
