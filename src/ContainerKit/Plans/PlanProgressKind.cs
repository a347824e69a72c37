namespace ContainerKit;

/// <summary>What a <see cref="PlanProgress"/> tells of.</summary>
public enum PlanProgressKind
{
    /// <summary>A step of the chain begins.</summary>
    Started,

    /// <summary>A layer of an image moved on, in a pull, a push, or a build that pulls.</summary>
    Transfer,

    /// <summary>A build begins with an instruction of its Dockerfile.</summary>
    BuildStep,

    /// <summary>An instruction that a build runs wrote a line.</summary>
    BuildOutput,

    /// <summary>A step of the chain is done.</summary>
    Finished,
}
