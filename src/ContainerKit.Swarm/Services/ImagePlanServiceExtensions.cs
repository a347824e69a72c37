using ContainerKit.Swarm.Services;

namespace ContainerKit.Swarm;

/// <summary>Adds services to plans whose result is an image.</summary>
public static class ImagePlanServiceExtensions
{
    /// <summary>
    /// Creates a service from the image, with a name, and waits until it has converged. The plan owns the service: it removes the
    /// service if it fails, and the caller disposes the service in its result.
    /// </summary>
    /// <param name="image">The plan of the image. The nodes get the image from its registry.</param>
    /// <param name="name">The name: at most 63 letters, digits, <c>-</c> or <c>_</c>.</param>
    /// <param name="spec">The description of the service.</param>
    /// <exception cref="ArgumentException">The name is malformed, or two properties of the spec contradict each other.</exception>
    public static Plan<SwarmService> Deploy(this ImagePlan image, string name, ServiceSpec spec)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(spec);
        SpecChecks.ServiceName(name);
        spec.Validate();
        return Plan.Create($"{image} -> deploy service {name}", async context =>
        {
            var deployed = await context.RunAsync(image).ConfigureAwait(false);
            return await ServiceDeployment.RunAsync(context, deployed.Reference, name, spec).ConfigureAwait(false);
        }).WithOptionsOf(image);
    }

    /// <summary>Creates a service from the image, with a generated name, and waits until it has converged.</summary>
    /// <inheritdoc cref="Deploy(ImagePlan, string, ServiceSpec)"/>
    public static Plan<SwarmService> Deploy(this ImagePlan image, ServiceSpec spec) =>
        image.Deploy($"service-{Guid.NewGuid().ToString("N")[..8]}", spec);
}
