using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ContainerKit.Tests.Architecture;

/// <summary>
/// The references between the top-level types of a compiled assembly: by base types, interfaces, signatures, fields,
/// attributes and method bodies. A nested or compiler-generated type counts as the top-level type that contains it.
/// </summary>
internal sealed class TypeGraph
{
    private readonly SortedDictionary<string, SortedSet<string>> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _reachable = [];

    private TypeGraph()
    {
    }

    /// <summary>The full names of the top-level types.</summary>
    public IReadOnlyCollection<string> Types => _references.Keys;

    /// <summary>Reads an assembly without loading it.</summary>
    public static TypeGraph Read(string assemblyPath)
    {
        using var file = new PEReader(File.OpenRead(assemblyPath));
        var metadata = file.GetMetadataReader();
        var graph = new TypeGraph();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var name = GetTopLevelName(metadata, handle);
            if (IsGenerated(name)) continue;
            if (!graph._references.TryGetValue(name, out var references))
                graph._references[name] = references = new(StringComparer.Ordinal);
            references.UnionWith(GetReferences(file, metadata, handle).Select(type => GetTopLevelName(metadata, type)));
            references.RemoveWhere(other => other == name || IsGenerated(other));
        }

        return graph;
    }

    /// <summary>Gets the other top-level types of the assembly that a type names.</summary>
    public IReadOnlySet<string> GetReferences(string type) => _references[type];

    /// <summary>
    /// Gets the largest set of types of which each reaches all others. It is empty if there is no cycle.
    /// </summary>
    public IReadOnlyList<string> GetLargestCycle() => Types.Select(GetCycleOf).MaxBy(cycle => cycle.Count) ?? [];

    /// <summary>
    /// Gets the types that a type reaches and that reach it, the type itself included. It is empty if the type is in no
    /// cycle.
    /// </summary>
    public IReadOnlyList<string> GetCycleOf(string type) =>
        [.. GetReachable(type).Where(other => GetReachable(other).Contains(type)).Order(StringComparer.Ordinal)];

    private HashSet<string> GetReachable(string type)
    {
        if (_reachable.TryGetValue(type, out var known)) return known;
        var reachable = _reachable[type] = [];
        var open = new Stack<string>(_references[type]);
        while (open.TryPop(out var next))
        {
            if (!reachable.Add(next)) continue;
            foreach (var other in _references[next]) open.Push(other);
        }

        return reachable;
    }

    private static HashSet<TypeDefinitionHandle> GetReferences(PEReader file, MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var collector = new TypeReferenceCollector(metadata);
        var type = metadata.GetTypeDefinition(handle);
        collector.Add(type.BaseType);
        collector.AddAttributes(type.GetCustomAttributes());
        collector.AddConstraints(type.GetGenericParameters());
        foreach (var implementation in type.GetInterfaceImplementations())
            collector.Add(metadata.GetInterfaceImplementation(implementation).Interface);
        foreach (var property in type.GetProperties())
            collector.AddAttributes(metadata.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (var fieldHandle in type.GetFields())
        {
            var field = metadata.GetFieldDefinition(fieldHandle);
            field.DecodeSignature(collector, default);
            collector.AddAttributes(field.GetCustomAttributes());
        }

        foreach (var methodHandle in type.GetMethods())
        {
            var method = metadata.GetMethodDefinition(methodHandle);
            method.DecodeSignature(collector, default);
            collector.AddAttributes(method.GetCustomAttributes());
            collector.AddConstraints(method.GetGenericParameters());
            if (method.RelativeVirtualAddress != 0) AddBody(collector, file.GetMethodBody(method.RelativeVirtualAddress));
        }

        return collector.Types;
    }

    private static void AddBody(TypeReferenceCollector collector, MethodBodyBlock body)
    {
        collector.AddLocals(body.LocalSignature);
        foreach (var region in body.ExceptionRegions.Where(region => region.Kind == ExceptionRegionKind.Catch))
            collector.Add(region.CatchType);
        foreach (var token in IlReader.GetTokens(body)) collector.Add(token);
    }

    private static string GetTopLevelName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        while (type.IsNested) type = metadata.GetTypeDefinition(type.GetDeclaringType());
        var (space, name) = (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
        return space.Length > 0 ? $"{space}.{name}" : name;
    }

    // Top-level types that the compiler or a generator adds, such as <Module>, do not appear in the source.
    private static bool IsGenerated(string name) => name.Contains('<', StringComparison.Ordinal);
}
