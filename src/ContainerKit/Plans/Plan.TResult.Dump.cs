namespace ContainerKit;

public partial class Plan<T>
{
    /// <summary>
    /// Returns the texts of the steps for LINQPad's <c>Dump</c>, which finds this method by its name. It runs no step.
    /// </summary>
    internal object ToDump() => Step.Texts;
}
