package com.dhakacart.runbook.process.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

import com.dhakacart.runbook.cluster.ClusterReach;
import com.dhakacart.runbook.cluster.ClusterReach.Outage;
import com.dhakacart.runbook.cluster.ClusterReach.Outage.Kind;
import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.incident.Incident;
import com.dhakacart.runbook.incident.Page;
import com.dhakacart.runbook.incident.Team;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.oncall.OnCall;
import com.dhakacart.runbook.oncall.PageNotSent;
import com.dhakacart.runbook.process.IncidentLinks;
import com.dhakacart.runbook.process.RunbookTables;
import com.dhakacart.runbook.process.node.NodeName;
import com.dhakacart.runbook.process.node.RealNodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What people get of a thousand incidents at once. */
class StormOfPagesTest {

  private final SteppedClock clock = new SteppedClock();
  private final DriverManagerDataSource database =
      new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  private final RunbookTables tables = new RunbookTables(database, clock);
  private final List<Page> got = new ArrayList<>();
  private Duration longestPage = Duration.ZERO;
  private boolean broken;
  private Runnable meanwhile = () -> {};
  private final OnCall onCall =
      page -> {
        if (broken) {
          throw new PageNotSent("the paging service answers 500", null);
        }
        meanwhile.run();
        got.add(page);
        return "kept for the test";
      };
  private Pages pages;

  @BeforeEach
  void oneNode() {
    pages = node();
  }

  private Pages node() {
    return node(RealNodeName.ofShared(null));
  }

  private Pages node(String name) {
    return node(RealNodeName.ofShared(name));
  }

  private Pages node(NodeName name) {
    return RealPages.in(
        database, tables, onCall, mock(IncidentLinks.class), clock, name, longestPage);
  }

  @Test
  void aThousandPages_areAFewAndThenOne_andEachSaysHowItWent() {
    for (int i = 1; i <= 1000; i++) {
      call(i, Team.INFRASTRUCTURE_TEAM, "no answer to: pods, health");
    }
    assertThat(got).hasSize(5);

    pages.sendAgain();
    pages.sendAgain();

    assertThat(got).hasSize(6);
    assertThat(got.get(5).summary()).isEqualTo("995 incidents: no answer to: pods, health (995)");
    assertThat(got.get(5).details()).contains("- shop-6: ", "- and 975 more");
    assertThat(pages.of("shop-1000"))
        .extracting(Pages.RecordedPage::sent)
        .containsExactly("together with others: kept for the test");
    assertThat(pages.of("shop-1000")).extracting(Pages.RecordedPage::problem).containsOnlyNulls();
  }

  /** The other node, or the clock of this one, looks for pages that nobody took. */
  @Test
  void pageIsBeingSent_whoLooksMeanwhile_leavesItAlone() {
    Pages other = node();
    meanwhile = other::sendAgain;
    call(1, Team.ON_CALL, "stuck");

    assertThat(got).hasSize(1);
  }

  @Test
  void whoSentAPageDied_anotherSendsItAfterAWhile() {
    Pages other = node();
    dieWhileSending();

    other.sendAgain();
    assertThat(got).as("it may still be on its way").isEmpty();
    clock.forward(Duration.ofSeconds(61));
    other.sendAgain();
    assertThat(got).hasSize(1);
  }

  @Test
  void whoSentAPageDiedAndIsBack_sendsItAtOnce_anotherLeavesItAlone() {
    pages = node("runbook-0");
    dieWhileSending();
    pages.sendAgain();
    assertThat(got).as("another thread may be sending it").isEmpty();

    clock.forward(Duration.ofSeconds(5));
    node("runbook-1").sendAgain();
    assertThat(got).as("runbook-0 may be alive").isEmpty();
    node("runbook-0").sendAgain();
    assertThat(got).hasSize(1);
  }

  @Test
  void anotherProcessLivesUnderTheSendersName_whoTookItLater_leavesItsPageAlone() {
    pages = node("runbook-0");
    dieWhileSending();

    clock.forward(Duration.ofSeconds(5));
    node(RealNodeName.thatAnotherHas("runbook-0")).sendAgain();
    assertThat(got).as("the first runbook-0 is alive and may be sending it").isEmpty();
  }

  /** They were in the one page, and then came once more by themselves. */
  @Test
  void pagesArePutTogetherWhileThoseBeforeThemAreSent_noneComesTwice() {
    Pages other = node();
    callInVain(1, 3);
    meanwhile =
        () -> {
          meanwhile = () -> {};
          callInVain(4, 10);
          other.sendAgain();
        };
    pages.sendAgain();

    assertThat(got).extracting(Page::incident).containsExactlyInAnyOrder("many-on-call", "shop-1");
  }

  private void callInVain(int from, int to) {
    broken = true;
    for (int i = from; i <= to; i++) {
      call(i, Team.ON_CALL, "stuck");
    }
    broken = false;
  }

  /** Who was too slow noted that it failed, and it was sent once more. */
  @Test
  void sendingTakesTooLongAndFails_whatAnotherSentMeanwhileStaysSent() {
    Pages other = node();
    meanwhile =
        () -> {
          meanwhile = () -> {};
          clock.forward(Duration.ofSeconds(61));
          other.sendAgain();
          throw new PageNotSent("no answer in time", null);
        };
    call(1, Team.ON_CALL, "stuck");
    pages.sendAgain();

    assertThat(got).hasSize(1);
    assertThat(pages.failed()).isZero();
  }

  // A page that every way let wait for two minutes was sent by the other node as well.
  @Test
  void allWaysToPeopleAreSlow_anotherLeavesItAlone_forAsLongAsTheyMayTakeTogether() {
    longestPage = Duration.ofMinutes(2);
    Pages other = node();
    meanwhile =
        () -> {
          meanwhile = () -> {};
          clock.forward(longestPage);
          other.sendAgain();
        };
    call(1, Team.ON_CALL, "stuck");
    assertThat(got).hasSize(1);

    dieWhileSending(2);
    clock.forward(longestPage.plusSeconds(61));
    other.sendAgain();
    assertThat(got).as("nobody sends for longer").hasSize(2);
  }

  private void dieWhileSending() {
    dieWhileSending(1);
  }

  private void dieWhileSending(int number) {
    meanwhile =
        () -> {
          throw new Killed();
        };
    assertThatExceptionOfType(Killed.class).isThrownBy(() -> call(number, Team.ON_CALL, "stuck"));
    meanwhile = () -> {};
  }

  /** By the system, and not by anything that somebody could catch. */
  private static class Killed extends Error {}

  // It ended the round, and was seen neither in the health nor in the gauge.
  @Test
  void sendingAPageFailsAsNobodyExpects_thatIsSeen_andThoseBehindItAreSent() {
    callInVain(1, 1);
    clock.forward(Duration.ofSeconds(1));
    callInVain(2, 2);
    meanwhile =
        () -> {
          meanwhile = () -> {};
          throw new IllegalStateException("Bearer secret");
        };
    pages.sendAgain();

    assertThat(got).extracting(Page::incident).containsExactly("shop-2");
    assertThat(pages.failed()).isEqualTo(1);
    assertThat(pages.of("shop-1"))
        .extracting(Pages.RecordedPage::problem)
        .singleElement()
        .asString()
        .contains("IllegalStateException at StormOfPagesTest.java:")
        .doesNotContain("secret");

    pages.sendAgain();
    assertThat(got).extracting(Page::incident).containsExactly("shop-2", "shop-1");
    assertThat(pages.failed()).isZero();
  }

  // Each node counted for itself: a team had ten one by one.
  @Test
  void twoNodesCallAndGatherInTurn_aTeamHasNoMoreThanOfOne_andWhatWaitedIsSentOnce() {
    Pages one = pages;
    Pages other = node();
    for (int i = 1; i <= 100; i++) {
      pages = i % 2 == 0 ? one : other;
      call(i, Team.ON_CALL, "stuck");
    }
    assertThat(got).hasSize(5);

    one.sendAgain();
    other.sendAgain();
    assertThat(got).hasSize(6);
  }

  @Test
  void manyNodesCallInTheSameMoment_aTeamHasNoMoreThanOfOne() throws Exception {
    int nodes = 12;
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try {
      CyclicBarrier together = new CyclicBarrier(nodes);
      List<Future<Boolean>> allowed = new ArrayList<>();
      for (int node = 0; node < nodes; node++) {
        PageRate rate = RealPages.rate(database, tables, clock);
        allowed.add(
            threads.submit(
                () -> {
                  together.await();
                  return rate.allows(Team.ON_CALL);
                }));
      }
      int count = 0;
      for (Future<Boolean> it : allowed) {
        count += it.get() ? 1 : 0;
      }
      assertThat(count).isEqualTo(5);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void pagingServiceWasAway_itsReturnBringsOnePage_andNotAThousand() {
    broken = true;
    for (int i = 1; i <= 1000; i++) {
      call(i, Team.ON_CALL, "stuck");
    }
    pages.sendAgain();
    assertThat(got).isEmpty();

    broken = false;
    pages.sendAgain();
    pages.sendAgain();

    assertThat(got).hasSize(1);
    assertThat(got.get(0).summary()).startsWith("1,000 incidents: ");
  }

  /** Between what is noted of the one page and of those that it stands for. */
  @Test
  void nodeDiesWhileItNotesThatAGroupWasSent_itIsSentAgain_andNoneOfItsPagesWaitsForEver() {
    pages = node("runbook-0");
    broken = true;
    for (int i = 1; i <= 10; i++) {
      call(i, Team.ON_CALL, "stuck");
    }
    pages.sendAgain();
    broken = false;
    sql("add constraint dies check (sent_with is null or sent_at is null)");
    assertThatExceptionOfType(DataAccessException.class).isThrownBy(pages::sendAgain);
    sql("drop constraint dies");

    clock.forward(Duration.ofSeconds(5));
    Pages back = node("runbook-0");
    back.sendAgain();

    assertThat(got).extracting(Page::key).hasSize(2).allMatch(got.get(0).key()::equals);
    assertThat(back.failed()).isZero();
    assertThat(back.of("shop-1").get(0).sent())
        .isEqualTo("together with others: kept for the test");
  }

  private void sql(String alteration) {
    tables.jdbc.sql("alter table runbook_page " + alteration).update();
  }

  @Test
  void fewPages_areSentEachForItself_andOneTeamsStormIsNoOthers() {
    for (int i = 1; i <= 50; i++) {
      call(i, Team.INFRASTRUCTURE_TEAM, "no answer");
    }
    got.clear();
    call(77, Team.ON_CALL, "stuck");
    assertThat(got).extracting(Page::incident).containsExactly("shop-77");

    clock.forward(Duration.ofMinutes(2));
    call(51, Team.INFRASTRUCTURE_TEAM, "no answer");
    assertThat(got).extracting(Page::incident).containsExactly("shop-77", "shop-51");
  }

  // ---- the cluster does not answer

  private Optional<Outage> outage = Optional.empty();
  private final ClusterReach cluster = () -> outage;

  @Test
  void aThousandIncidentsAndASilentCluster_isOnePage_alsoFromTwoNodes() {
    open(1000);
    ClusterOutagePager pager = outagePager();
    pager.look();
    assertThat(got).isEmpty();

    outage = Optional.of(new Outage(clock.instant(), Kind.SILENCE, "connect timed out"));
    pager.look();
    clock.forward(Duration.ofSeconds(30));
    pager.look();
    outagePager().look();

    assertThat(got)
        .extracting(Page::summary)
        .containsExactly("1,000 incidents, the cluster does not answer");
    assertThat(got.get(0).team()).isEqualTo(Team.ON_CALL);
    assertThat(got.get(0).details()).contains("connect timed out");
  }

  @Test
  void aThousandIncidentsAndAClusterThatDoesNotKnowUs_isOnePage_thatSaysSo() {
    open(1000);
    outage = Optional.of(new Outage(clock.instant(), Kind.REFUSAL, "Unauthorized"));
    outagePager().look();

    assertThat(got)
        .extracting(Page::summary)
        .containsExactly("1,000 incidents, the cluster refuses the runbook's account");
    assertThat(got.get(0).details())
        .contains("Unauthorized", "a token that is valid")
        .doesNotContain("does not answer");
  }

  @Test
  void clusterComesAndGoes_isOnePageForHalfAnHour() {
    afterTheHalfHour(Duration.ofMinutes(15));
    open(1000);
    ClusterOutagePager pager = outagePager();
    for (int minute = 0; minute < 30; minute++) {
      outage = Optional.of(new Outage(clock.instant(), Kind.SILENCE, "connect timed out"));
      pager.look();
      clock.forward(Duration.ofMinutes(1));
    }
    assertThat(got).hasSize(1);

    clock.forward(Duration.ofMinutes(1));
    pager.look();
    assertThat(got).hasSize(2);
  }

  @Test
  void twoNodesSeeTheSilenceInTheSameMoment_isOnePage() {
    afterTheHalfHour(Duration.ofMinutes(15));
    open(1000);
    outage = Optional.of(new Outage(clock.instant(), Kind.SILENCE, "connect timed out"));
    ClusterOutagePager other = outagePager();
    outagePager(
            page -> {
              clock.forward(Duration.ofSeconds(1));
              other.look();
              pages.page(page);
            })
        .look();
    assertThat(got).hasSize(1);
  }

  @Test
  void oneIncidentAndASilentCluster_isSaidByItsOwnEscalation() {
    open(1);
    outage = Optional.of(new Outage(clock.instant(), Kind.SILENCE, "connect timed out"));
    outagePager().look();
    assertThat(got).isEmpty();
  }

  /** Pages of different half hours have different keys. */
  private void afterTheHalfHour(Duration by) {
    long half = Duration.ofMinutes(30).toSeconds();
    clock.forward(Duration.ofSeconds(half - clock.instant().getEpochSecond() % half).plus(by));
  }

  private ClusterOutagePager outagePager() {
    return outagePager(pages);
  }

  private ClusterOutagePager outagePager(Paging paging) {
    return new ClusterOutagePager(
        cluster,
        tables.incidents(),
        RealPages.settings(),
        paging,
        tables.jdbc,
        RealPages.web(),
        clock);
  }

  private void open(int incidents) {
    for (int i = 1; i <= incidents; i++) {
      tables.openings().open(workload("shop-" + i), "ShopFails");
    }
  }

  private void call(int number, Team team, String summary) {
    Incident incident =
        new Incident("shop-" + number, workload("shop-" + number), "ShopFails", clock.instant());
    pages.call(incident, team, "stage", summary, "details");
  }

  private static Workload workload(String service) {
    return new Workload(service, "shop", service, "shop", 5000, service);
  }
}
