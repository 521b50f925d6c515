package com.dhakacart.runbook.simulation;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** Records events; the same one again is counted, as Kubernetes does. */
class Events {

  private final ObjectStore store;
  private final WorldClock clock;

  Events(ObjectStore store, WorldClock clock) {
    this.store = store;
    this.clock = clock;
  }

  void warn(HasMetadata about, String reason, String message) {
    String namespace = about.getMetadata().getNamespace();
    String name =
        about.getMetadata().getName()
            + "."
            + Integer.toHexString((reason + message + about.getMetadata().getUid()).hashCode());
    Event event =
        store
            .find(Event.class, namespace, name)
            .map(
                known ->
                    new EventBuilder(known)
                        .withCount(known.getCount() + 1)
                        .withLastTimestamp(clock.stamp())
                        .build())
            .orElseGet(() -> first(about, namespace, name, reason, message));
    store.save(event);
  }

  private Event first(
      HasMetadata about, String namespace, String name, String reason, String message) {
    return new EventBuilder()
        .withMetadata(new ObjectMetaBuilder().withName(name).withNamespace(namespace).build())
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(namespace)
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .endInvolvedObject()
        .withType("Warning")
        .withReason(reason)
        .withMessage(message)
        .withCount(1)
        .withFirstTimestamp(clock.stamp())
        .withLastTimestamp(clock.stamp())
        .withReportingComponent("kubelet")
        .withNewSource()
        .withComponent("kubelet")
        .withHost("simulated")
        .endSource()
        .build();
  }
}
