package com.dhakacart.runbook.incident;

/**
 * The Deployment that serves the failing service.
 *
 * @param service the alert's {@code service} label, such as {@code dhakacart-backend}
 * @param namespace Kubernetes namespace
 * @param deployment name of the Deployment
 * @param container the container in its pods that serves, such as {@code backend}
 * @param port the port on which that container serves HTTP
 * @param job the Prometheus job that scrapes it
 */
public record Workload(
    String service, String namespace, String deployment, String container, int port, String job) {

  /** As people name it: {@code dhakacart/dhakacart-backend}. */
  public String name() {
    return namespace + "/" + deployment;
  }

  /** What to say where the Deployment has no container of that name. */
  public String lacksContainer() {
    return "Deployment %s has no container %s; check runbook.services.%s"
        .formatted(name(), container, service);
  }
}
