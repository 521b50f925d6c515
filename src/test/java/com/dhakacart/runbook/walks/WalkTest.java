package com.dhakacart.runbook.walks;

import com.dhakacart.runbook.fixtures.SteppedClock;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * The whole application with a scripted world, its job executor off and its clock standing still.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    properties = {
      "spring.datasource.url=jdbc:h2:mem:${random.uuid};DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
      "camunda.bpm.generate-unique-process-engine-name=true",
      "camunda.bpm.job-execution.enabled=false",
      "camunda.bpm.admin-user.id=admin",
      "camunda.bpm.admin-user.password=as long as it has to be",
      "runbook.oncall.retry-every=1h",
      "runbook.report.folder=target/reports"
    })
@Import(WalkTest.World.class)
@interface WalkTest {

  @TestConfiguration(proxyBeanMethods = false)
  class World {

    @Bean
    @Primary
    SteppedClock steppedClock() {
      return new SteppedClock();
    }

    @Bean
    @Primary
    ScriptedWorld scriptedWorld(SteppedClock clock) {
      return new ScriptedWorld(clock);
    }

    @Bean
    @Primary
    RecordingOnCall recordingOnCall() {
      return new RecordingOnCall();
    }
  }
}
