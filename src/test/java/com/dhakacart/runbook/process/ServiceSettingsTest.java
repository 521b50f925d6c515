package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.process.ServiceSettings.Service;
import jakarta.validation.Validation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceSettingsTest {

  /** Each would have an incident of its own, and both would change the same pods. */
  @Test
  void twoServicesOfOneDeployment_areNamed() {
    Map<String, Service> services = new LinkedHashMap<>();
    services.put("web", service("shop", "web"));
    services.put("checkout", service("shop", "web"));

    assertThat(new ServiceSettings(services, "web").sharedWorkload().orElseThrow())
        .contains("runbook.services has checkout and web")
        .contains("both of which are Deployment shop/web")
        .contains("related-services");
  }

  @Test
  void sameNameInAnotherNamespace_isAnotherDeployment() {
    Map<String, Service> services =
        Map.of("web", service("shop", "web"), "test", service("shop-test", "web"));

    assertThat(new ServiceSettings(services, "web").sharedWorkload()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "shop, web, web, 0",
    "shop, web.v2, web, 0",
    "shop, web?x=, web, 1",
    "shop/x, web, web, 1",
    "shop, web, Web, 1",
    "shop, web;id, web, 1"
  })
  void nameThatNoObjectCanHave_isRefused(
      String namespace, String deployment, String container, int refused) {
    Service service = new Service(namespace, deployment, container, 80, "web", List.of());

    assertThat(Validation.buildDefaultValidatorFactory().getValidator().validate(service))
        .hasSize(refused)
        .allSatisfy(it -> assertThat(it.getMessage()).startsWith("can be no name in Kubernetes"));
  }

  private static Service service(String namespace, String deployment) {
    return new Service(namespace, deployment, "web", 80, "web", List.of());
  }
}
