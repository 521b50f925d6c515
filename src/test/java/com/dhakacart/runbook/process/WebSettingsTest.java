package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSettingsTest {

  @Test
  void addressEndsWithASlash_linkHasOne() {
    assertThat(new WebSettings(URI.create("https://runbook.dhakacart.com/")).cockpit("a-b"))
        .hasToString(
            "https://runbook.dhakacart.com/camunda/app/cockpit/default/#/process-instance/a-b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runbook.dhakacart.com",
        "/camunda",
        "//runbook.dhakacart.com",
        "ftp://runbook.dhakacart.com",
        ""
      })
  void noAddressOfTheWeb_stopsTheStart(String url) {
    assertThatThrownBy(() -> new WebSettings(URI.create(url)))
        .hasMessageContaining("set it to the address people use");
  }

  @Test
  void addressThatIsSetToNothing_stopsTheStart() {
    assertThatThrownBy(() -> new WebSettings(null))
        .hasMessageContaining("set it to the address people use");
  }
}
