package com.dhakacart.runbook.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.dhakacart.runbook.process.ServiceSettings.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

  private static Service service(String namespace, String deployment) {
    return new Service(namespace, deployment, "web", 80, "web", List.of());
  }
}
