/**
 * The subnetwork at work: one port, {@link io.stampede.agent.serve.Predictor}, with TensorFlow Lite
 * behind it where its native and an exported file exist, and PyTorch everywhere else; and the local
 * HTTP endpoint in front of it.
 *
 * <p>The only package of the agent that knows DJL. Nothing native is loaded before the first
 * predictor is opened.
 */
package io.stampede.agent.serve;
