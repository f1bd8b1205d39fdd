"""From the front page a parent reaches whether EHC plans are on time, and what the board decided about it."""

from playwright.sync_api import expect

from tests.browser.places import PHONE


def test_in_three_clicks_a_parent_knows_whether_plans_are_on_time_and_what_the_board_decided(visit):
    page = visit("/", viewport=PHONE)
    page.locator("main").get_by_role("link", name="Facts and figures").click()
    page.locator("main").get_by_role("link", name="Are EHC plans on time?", exact=True).click()
    expect(page.locator("h1")).to_have_text("EHC plans written within 20 weeks")
    main = page.locator("main")
    expect(main).to_contain_text("In Devon in 2024, 3.2% of new EHC plans came within 20 weeks.")
    expect(main).to_contain_text("What the board decided")
    decided = main.locator("section", has=page.locator("#what-the-board-decided"))
    decision = decided.locator('a[href^="/board/"]').first
    day = decision.inner_text().removeprefix("See the meeting of ")
    decision.click()
    expect(page.locator("h1")).to_contain_text(day)
    expect(page.locator(".lo-decision").first).to_contain_text("Agree the rescue plan")


def test_the_search_box_leads_to_the_same_figures(visit):
    page = visit("/", viewport=PHONE)
    page.locator("main input[name=q]").fill("are EHC plans on time in Devon?")
    page.locator("main form[role=search] button").click()
    page.locator(".lo-card a").first.click()
    expect(page.locator("h1")).to_have_text("EHC plans written within 20 weeks")
