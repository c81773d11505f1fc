/**
 * Ways to get a network for a device's data: STAMP and what it is compared with.
 *
 * <p>A {@link io.stampede.bench.method.Method} turns a {@link io.stampede.bench.method.TargetTask}
 * into a {@link io.stampede.bench.method.MethodResult}. All of them see the same private pictures
 * and the same settings of training, and look at the test split once, at the end.
 */
package io.stampede.bench.method;
