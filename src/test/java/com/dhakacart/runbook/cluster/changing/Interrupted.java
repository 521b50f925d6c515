package com.dhakacart.runbook.cluster.changing;

import com.dhakacart.runbook.incident.AppliedChange;
import com.dhakacart.runbook.incident.Change;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Function;

/** Changes that are cut short once, as if the process that makes them was killed there. */
public final class Interrupted {

  private Interrupted() {}

  public static class Stopped extends RuntimeException {}

  public static ClusterChanges beforeTheWrite(ClusterChanges changes) {
    return applying(
        changes,
        use -> {
          changes.apply(new StoppedWhenBegun(use));
          return null;
        });
  }

  public static ClusterChanges afterTheWrite(ClusterChanges changes) {
    return applying(
        changes,
        use -> {
          changes.apply(use);
          throw new Stopped();
        });
  }

  private static ClusterChanges applying(
      ClusterChanges changes, Function<ApprovedUse, AppliedChange> apply) {
    return (ClusterChanges)
        Proxy.newProxyInstance(
            Interrupted.class.getClassLoader(),
            new Class<?>[] {ClusterChanges.class},
            (proxy, method, arguments) ->
                method.getName().equals("apply")
                    ? apply.apply((ApprovedUse) arguments[0])
                    : method.invoke(changes, arguments));
  }

  private record StoppedWhenBegun(ApprovedUse use) implements ApprovedUse {

    @Override
    public String incident() {
      return use.incident();
    }

    @Override
    public Change change() {
      return use.change();
    }

    @Override
    public Optional<Change> undone() {
      return use.undone();
    }

    @Override
    public void begin(Change change) {
      use.begin(change);
      throw new Stopped();
    }
  }
}
