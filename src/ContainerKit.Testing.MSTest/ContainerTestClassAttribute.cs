namespace ContainerKit.Testing;

/// <summary>
/// A test class whose tests all use containers: see <see cref="ContainerTestMethodAttribute"/>. It replaces
/// <c>[TestClass]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ContainerTestClassAttribute : TestClassAttribute
{
    /// <inheritdoc/>
    public override TestMethodAttribute? GetTestMethodAttribute(TestMethodAttribute testMethodAttribute)
    {
        if (testMethodAttribute is null or ContainerTestMethodAttribute) return testMethodAttribute;
        // The analyzer of MSTest 4.0 takes each string for a display name. Newer ones accept the declaring file.
#pragma warning disable MSTEST0056
        return new ContainerTestMethodAttribute(
            testMethodAttribute, testMethodAttribute.DeclaringFilePath, testMethodAttribute.DeclaringLineNumber ?? -1);
#pragma warning restore MSTEST0056
    }
}
