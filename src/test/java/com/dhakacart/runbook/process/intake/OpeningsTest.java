package com.dhakacart.runbook.process.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.dhakacart.runbook.fixtures.SteppedClock;
import com.dhakacart.runbook.incident.Workload;
import com.dhakacart.runbook.process.IncidentAlreadyOpen;
import com.dhakacart.runbook.process.RunbookTables;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A service has one incident at a time. */
class OpeningsTest {

  private static final Workload SHOP =
      new Workload("shop", "dhakacart", "shop", "shop", 5000, "shop");

  private Runnable meanwhile = () -> {};
  private final RunbookTables tables =
      new RunbookTables(
          new SteppedClock() {

            /** Who opens asks for the time when it has seen that none is open. */
            @Override
            public Instant instant() {
              Runnable now = meanwhile;
              meanwhile = () -> {};
              now.run();
              return super.instant();
            }
          });
  private final Openings openings = tables.openings();

  @Test
  void anotherOpensItInTheSameMoment_whoIsLaterIsToldSo_andClaimsNothing() {
    meanwhile = () -> tables.openings().open(SHOP, "ShopFails");

    assertThatExceptionOfType(IncidentAlreadyOpen.class)
        .isThrownBy(() -> openings.open(SHOP, "ShopFails"))
        .withMessageContaining("shop");
    assertThat(tables.incidents().open()).isOne();
  }

  @Test
  void anotherServiceOpensInTheSameMoment_bothAreOpen() {
    meanwhile =
        () ->
            tables
                .openings()
                .open(new Workload("cart", "dhakacart", "cart", "cart", 5000, "cart"), "ShopFails");

    openings.open(SHOP, "ShopFails");
    assertThat(tables.incidents().open()).isEqualTo(2);
  }
}
