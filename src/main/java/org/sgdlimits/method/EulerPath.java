package org.sgdlimits.method;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.sgdlimits.law.NoisyDynamics;
import org.sgdlimits.law.UndefinedRateException;

/**
 * One path of the Euler–Maruyama scheme, s ← s + h drift(τ, s) + (h/d)^{1/2} noise, moved back to the cone of overlaps where a
 * step has left it. A stage ends at the first point at which its level is met. Mutable; one thread's.
 */
final class EulerPath {

    private final Stages<? extends NoisyDynamics> stages;
    private final long dimension;
    private final RandomGenerator random;
    private final double[] drift;
    private final double[] noise;
    private long steps;
    private long restorations;
    private Optional<UndefinedRateException> undefined = Optional.empty();

    /** The present state. */
    final double[] s;

    EulerPath(Stages<? extends NoisyDynamics> stages, long dimension, RandomGenerator random) {
        this.stages = stages;
        this.dimension = dimension;
        this.random = random;
        s = new double[stages.observer().components().size()];
        drift = new double[s.length];
        noise = new double[s.length];
        stages.start(s);
    }

    /** Makes a step of length h from τ; false if the rate is undefined or the state no longer sound. */
    boolean step(double tau, double h) {
        stages.advance(tau, s);
        NoisyDynamics dynamics = stages.dynamics();
        double scale = Math.sqrt(h / dimension);
        try {
            dynamics.drift(tau, s, drift);
            dynamics.noise(tau, s, random, noise);
        } catch (UndefinedRateException rate) {
            undefined = Optional.of(rate);
            return false;
        }
        for (int a = 0; a < s.length; a++) {
            s[a] += h * drift[a] + scale * noise[a];
        }
        steps++;
        if (!PathRecorder.isSound(s)) {
            return false;
        }
        if (dynamics.restore(s)) {
            restorations++;
        }
        return true;
    }

    /** Why the last step could not be made, or led to a state that is not sound. */
    Outcome failure(double tau) {
        return undefined.map(Outcome::undefined).orElseGet(() -> PathRecorder.divergence(stages.observer(), tau, s, 0));
    }

    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("steps", steps);
        counts.put("coneRestorations", restorations);
        counts.putAll(stages.counts(dimension));
        return counts;
    }
}
