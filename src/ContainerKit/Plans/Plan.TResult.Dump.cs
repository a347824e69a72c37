namespace ContainerKit;

public partial class Plan<T>
{
    /// <summary>What LINQPad's <c>Dump</c> draws, which finds this by its name: the steps, none of which runs.</summary>
    internal object ToDump() => Step.Texts;
}
