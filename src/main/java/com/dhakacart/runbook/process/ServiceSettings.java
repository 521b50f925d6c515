package com.dhakacart.runbook.process;

import com.dhakacart.runbook.incident.ObjectName;
import com.dhakacart.runbook.incident.Workload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the services of the alerts run: {@code runbook.services.<service label>.*}. Alerts carry
 * neither namespace nor deployment.
 *
 * @param services by the alert's {@code service} label
 * @param defaultService for a start without a service
 */
@Validated
@ConfigurationProperties("runbook")
public record ServiceSettings(
    @NotEmpty Map<String, @Valid Service> services, @NotBlank String defaultService) {

  public ServiceSettings {
    if (services != null && !services.containsKey(defaultService)) {
      throw new IllegalArgumentException(
          "runbook.default-service is '%s', but runbook.services has only %s"
              .formatted(defaultService, services.keySet()));
    }
  }

  /**
   * @param relatedServices service labels of other alerts that are evidence for this one
   */
  public record Service(
      @NotNull @Pattern(regexp = ObjectName.LABEL, message = ObjectName.SAYS) String namespace,
      @NotNull @Pattern(regexp = ObjectName.SUBDOMAIN, message = ObjectName.SAYS) String deployment,
      @NotNull @Pattern(regexp = ObjectName.LABEL, message = ObjectName.SAYS) String container,
      @DefaultValue("5000") @Min(1) @Max(65535) int port,
      @NotBlank String job,
      @DefaultValue List<String> relatedServices) {}

  /** The workload behind a service label; empty for a service that has no settings. */
  public Optional<Workload> workload(String service) {
    return Optional.ofNullable(services.get(service))
        .map(
            it ->
                new Workload(
                    service, it.namespace(), it.deployment(), it.container(), it.port(), it.job()));
  }

  /** Two that are one Deployment, whose incidents would change the same pods at once. */
  public Optional<String> sharedWorkload() {
    Map<String, String> byWorkload = new HashMap<>();
    return services.keySet().stream()
        .sorted()
        .flatMap(
            name -> {
              String workload = workload(name).orElseThrow().name();
              return Stream.ofNullable(byWorkload.putIfAbsent(workload, name))
                  .map(
                      other ->
                          "runbook.services has %s and %s, both of which are Deployment %s; keep one, and name the other's label in its related-services"
                              .formatted(other, name, workload));
            })
        .findFirst();
  }

  /**
   * The service labels whose alerts are evidence for this service: its own and its related ones.
   */
  public List<String> concerning(String service) {
    return Stream.concat(
            Stream.of(service),
            Optional.ofNullable(services.get(service)).stream()
                .flatMap(it -> it.relatedServices().stream()))
        .distinct()
        .toList();
  }

  /** The services whose incidents an alert of this service label belongs to. */
  public List<String> concerned(String service) {
    return services.entrySet().stream()
        .filter(
            it -> it.getKey().equals(service) || it.getValue().relatedServices().contains(service))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
