namespace ContainerKit.Waiting.Conditions;

/// <summary>
/// The condition of a wait, as data. A <see cref="Wait"/> is part of a spec, so it must not name the code that checks it:
/// <see cref="WaitRunner"/> selects that code by the type of the condition.
/// </summary>
internal abstract record WaitCondition;
