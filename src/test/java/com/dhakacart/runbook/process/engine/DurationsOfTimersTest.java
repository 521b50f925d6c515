package com.dhakacart.runbook.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.camunda.bpm.engine.impl.calendar.DurationHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DurationsOfTimersTest {

  private final List<String> searched = new ArrayList<>();
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @BeforeEach
  void watchWhatIsSearched() {
    Thread.currentThread()
        .setContextClassLoader(
            new ClassLoader(before) {
              @Override
              public Enumeration<URL> getResources(String name) throws IOException {
                searched.add(name);
                return super.getResources(name);
              }
            });
  }

  @AfterEach
  void watchNoLonger() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void timer_isReadWithoutASearchThroughAllJars() throws Exception {
    new DurationsOfTimers().preInit(null);

    assertThat(new DurationHelper("PT5M").isRepeat()).isFalse();
    assertThat(searched).isEmpty();
  }
}
