using ContainerKit.Plans;

namespace ContainerKit.Containers;

/// <summary>
/// The contract of a step that creates a container. The step that follows directly may take part in the creation: it
/// can change the spec, or attach to the container before it starts, so that no output is lost. A step that does not
/// use the contract gets the container when the creating step is complete.
/// </summary>
internal interface IContainerCreation
{
    /// <summary>The description of the container.</summary>
    ContainerSpec Spec { get; }

    /// <summary>Indicates whether the step also starts the container.</summary>
    bool StartsContainer { get; }

    /// <summary>Returns the same step with another spec.</summary>
    IContainerCreation With(ContainerSpec spec);

    /// <summary>Creates the container, and lets the caller start it, for example after attaching to it.</summary>
    /// <param name="context">The context of the plan.</param>
    /// <param name="useContainer">
    /// Receives the created container, and a function that starts it and waits until it is ready.
    /// </param>
    Task<T> RunAsync<T>(PlanContext context, Func<ContainerClient, Func<Task<ContainerClient>>, Task<T>> useContainer);
}
