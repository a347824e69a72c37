namespace ContainerKit;

/// <summary>The kind of a <see cref="PlanProgress"/>.</summary>
public enum PlanProgressKind
{
    /// <summary>A step of the plan started.</summary>
    Started,

    /// <summary>The state of an image layer changed, in a pull, a push, or a build that pulls.</summary>
    Transfer,

    /// <summary>A build started an instruction of its Dockerfile.</summary>
    BuildStep,

    /// <summary>A build instruction wrote a line of output.</summary>
    BuildOutput,

    /// <summary>A step of the plan finished.</summary>
    Finished,
}
