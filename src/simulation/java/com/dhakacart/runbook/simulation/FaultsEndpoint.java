package com.dhakacart.runbook.simulation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.util.Arrays;
import java.util.Optional;

/**
 * Breaks and heals the simulated world: {@code GET /faults} lists what there is, {@code POST
 * /faults/NAME} breaks, {@code DELETE /faults} heals.
 */
class FaultsEndpoint implements LoopbackServer.Handler {

  private final SimulatedWorld world;

  FaultsEndpoint(SimulatedWorld world) {
    this.world = world;
  }

  @Override
  public LoopbackServer.Reply handle(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath().replaceFirst("/$", "");
    boolean all = path.equals("/faults") || path.isEmpty();
    switch (exchange.getRequestMethod()) {
      case "GET":
        return all ? list(200) : list(404);
      case "POST":
        return path.startsWith("/faults/") ? fire(path.substring("/faults/".length())) : list(404);
      case "DELETE":
        world.heal();
        return list(200);
      default:
        return list(405);
    }
  }

  private LoopbackServer.Reply fire(String name) {
    Optional<Fault> known =
        Arrays.stream(Fault.values()).filter(fault -> fault.name().equals(name)).findFirst();
    if (known.isEmpty()) {
      return list(404);
    }
    world.tidyUp();
    world.fault(known.get());
    return LoopbackServer.Reply.json(202, Json.write(describe(known.get())));
  }

  private LoopbackServer.Reply list(int status) {
    ObjectNode body = Json.object();
    if (status != 200) {
      body.put("error", "There is no such fault; POST /faults/<one of these>, DELETE /faults");
    }
    ArrayNode faults = body.putArray("faults");
    for (Fault fault : Fault.values()) {
      faults.add(describe(fault));
    }
    return LoopbackServer.Reply.json(status, body.toPrettyString() + "\n");
  }

  private ObjectNode describe(Fault fault) {
    return Json.object()
        .put("name", fault.name())
        .put("active", world.activeFault().filter(fault::equals).isPresent())
        .put("description", fault.description());
  }
}
