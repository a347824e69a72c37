namespace ContainerKit.Engine.Tests.Faults;

/// <summary>The outcome of a <see cref="FaultRun"/>.</summary>
internal enum RunOutcome
{
    Success,
    Failure,
    Canceled,
}
