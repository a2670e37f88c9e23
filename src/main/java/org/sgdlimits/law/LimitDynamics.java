package org.sgdlimits.law;

import java.util.List;
import org.sgdlimits.model.Limit;

/** A {@link Limit} of the user's own as {@link Dynamics}: its statistics are the observables. */
public class LimitDynamics implements Dynamics {

    private final Limit limit;
    private final double[] start;

    /** The given limit from a start. */
    public LimitDynamics(Limit limit, double[] start) {
        this.limit = limit;
        this.start = start.clone();
    }

    @Override
    public List<String> components() {
        return limit.statistics();
    }

    @Override
    public List<String> observables() {
        return limit.statistics();
    }

    @Override
    public void start(double[] s) {
        System.arraycopy(start, 0, s, 0, s.length);
    }

    @Override
    public void drift(double tau, double[] s, double[] out) {
        limit.drift(tau, s, out);
    }

    @Override
    public void observe(double tau, double[] s, double[] out) {
        System.arraycopy(s, 0, out, 0, s.length);
    }

    @Override
    public double observe(double tau, double[] s, int observable) {
        return s[observable];
    }

    @Override
    public boolean restore(double[] s) {
        return false;
    }
}
